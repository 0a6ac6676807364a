package commands

import (
	"context"

	"lianshen/ui/leaving"
)

// namesFlag is for commands by which something leaves the program.
type namesFlag struct {
	Names bool `help:"Let names of the vault pass that you may see; without it what holds one is refused."`
}

// confirming is the context of such a command.
func (n namesFlag) confirming(ctx context.Context) context.Context {
	return leaving.Confirms(ctx, n.Names)
}
