//go:build !windows

package i18n

// systemLocale has nothing to add to the environment here: without a locale variable the system speaks no language.
func systemLocale() string { return "" }
