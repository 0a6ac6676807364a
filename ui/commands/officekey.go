package commands

import (
	"fmt"

	"lianshen/app"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
)

type officeCmd struct {
	File string `arg:"" help:"Where the secret half goes: a new file." placeholder:"FILE"`
}

// Run draws the key pair of an office, keeps the secret half in a new file that only its owner may read, and prints the
// public half and what to do with both. The file is one that age-keygen would write.
func (c officeCmd) Run(r *run) error {
	secret, public, err := vault.NewOffice()
	if err != nil {
		return err
	}
	err = writeSecret(c.File, []byte("# public key: "+public+"\n"+secret+"\n"))
	if app.CodeOf(err) == "command.recoverythere" {
		return app.Refuse("command.officethere", "path", c.File)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(r.Stdout, "%s\n%s\n%s\n%s\n", i18n.T("command.office", "path", c.File), i18n.T("command.office.public"), public, i18n.T("command.office.set"))
	return err
}
