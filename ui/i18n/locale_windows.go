package i18n

import "syscall"

// systemLocale asks Windows for the language of its menus; 0x09 is the primary language English.
func systemLocale() string {
	id, _, _ := syscall.NewLazyDLL("kernel32.dll").NewProc("GetUserDefaultUILanguage").Call()
	if id&0x3ff == 0x09 {
		return "en"
	}
	return "zh"
}
