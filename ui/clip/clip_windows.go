package clip

import (
	"context"
	"os/exec"
	"strings"
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

// files asks PowerShell in the same way; it writes a path a line.
func files(ctx context.Context) ([]byte, error) {
	const script = `Add-Type -AssemblyName System.Windows.Forms; [Console]::OutputEncoding=[Text.Encoding]::UTF8; ` +
		`foreach($f in [Windows.Forms.Clipboard]::GetFileDropList()){[Console]::Out.WriteLine($f)}`
	data, known, err := ask(ctx, "powershell.exe", "-NoProfile", "-NonInteractive", "-STA", "-WindowStyle", "Hidden", "-Command", script)
	if !known {
		return nil, app.Refuse("clip.cannot")
	}
	return data, err
}

// pathOf takes a line as it stands; a byte order mark may stand before the first.
func pathOf(line string) (string, bool) {
	line = strings.TrimPrefix(line, "\ufeff")
	return line, line != ""
}

// hide keeps the console of the tool from flashing up.
func hide(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true} }
