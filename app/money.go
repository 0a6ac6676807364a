package app

// Money is an amount in fen (分). Sums are made on fen; rounding happens at display only (domain 4.8).
type Money int64

// DayKind says how the days of a term are counted.
type DayKind string

// The kinds of days.
const (
	NaturalDays DayKind = "natural" // 自然日
	WorkingDays DayKind = "working" // 工作日
)
