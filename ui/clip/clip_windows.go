package clip

import (
	"context"
	"os/exec"
	"syscall"

	"lianshen/app"
)

// picture asks PowerShell, which every Windows of today has and which reads every form in which pictures are copied.
// The picture goes through a pipe, and never over a file.
func picture(ctx context.Context) ([]byte, error) {
	const script = `Add-Type -AssemblyName System.Windows.Forms,System.Drawing; $i=[Windows.Forms.Clipboard]::GetImage(); ` +
		`if($i){$m=New-Object IO.MemoryStream; $i.Save($m,[Drawing.Imaging.ImageFormat]::Png); $o=[Console]::OpenStandardOutput(); $m.WriteTo($o); $o.Flush()}`
	data, known, err := ask(ctx, "powershell.exe", "-NoProfile", "-NonInteractive", "-STA", "-WindowStyle", "Hidden", "-Command", script)
	if !known {
		return nil, app.Refuse("clip.cannot")
	}
	return data, err
}

// hide keeps the console of the tool from flashing up.
func hide(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true} }
