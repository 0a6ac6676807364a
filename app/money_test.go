package app

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParseMoney(t *testing.T) {
	for text, want := range map[string]Money{
		"": 0, " ": 0, "0": 0, "1": 100, "1.5": 150, "1,234,567.89": 123456789, "1234567.89元": 123456789,
		"123.46万元": 123460000, "1,268万": 1268000000, "0.5亿元": 5000000000, "15.39亿": 153900000000,
		"１２３．４５": 12345, "¥ 1，234.50": 123450, "人民币 8 圆": 800, "-3.2": -320, "1.500": 150,
		"0.000001万元": 1, "90000000000000": 9e15, "12.": -1, ".5": -1, "12,34": -1, "1,2345": -1, ",123": -1, "12a": -1,
		"1.2.3": -1, "万元": -1, "--1": -1, "1.234": -2, "0.0000001万元": -2, "90000000000000.01": -3,
		"99999999999999999999999999": -3, "9999999999亿": -3,
	} {
		got, err := ParseMoney(text)
		code := map[Money]string{-1: "money.invalid", -2: "money.precision", -3: "money.range"}[want]
		if code != "" {
			if CodeOf(err) != code {
				t.Errorf("ParseMoney(%q) = %d, %v; want %s", text, got, err, code)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("ParseMoney(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
}

func TestMoneyIsShownInEveryUnit(t *testing.T) {
	for _, c := range []struct {
		m                    Money
		yuan, sep, wan, wanT string
		yi                   string
	}{
		{123456789, "1234567.89", "1,234,567.89", "123.46", "123.46", "0.01"},
		{5, "0.05", "0.05", "0.00", "0.00", "0.00"},
		{0, "0.00", "0.00", "0.00", "0.00", "0.00"},
		{1268000000, "12680000.00", "12,680,000.00", "1268.00", "1,268.00", "0.13"},
		{886300000000, "8863000000.00", "8,863,000,000.00", "886300.00", "886,300.00", "88.63"},
		{4999, "49.99", "49.99", "0.00", "0.00", "0.00"},
		{5000, "50.00", "50.00", "0.01", "0.01", "0.00"},
		{-123456, "-1234.56", "-1,234.56", "-0.12", "-0.12", "0.00"},
		{50000000, "500000.00", "500,000.00", "50.00", "50.00", "0.01"},
		{13505366083, "135053660.83", "135,053,660.83", "13505.37", "13,505.37", "1.35"},
	} {
		if got := []string{c.m.Yuan(false), c.m.Yuan(true), c.m.Wan(false), c.m.Wan(true), c.m.Yi()}; got[0] != c.yuan || got[1] != c.sep || got[2] != c.wan || got[3] != c.wanT || got[4] != c.yi {
			t.Errorf("%d fen: got %v", c.m, got)
		}
	}
}

func TestMoneyInCapitals(t *testing.T) {
	for text, want := range map[string]string{
		"6007.14": "陆仟零柒元壹角肆分", "325.04": "叁佰贰拾伍元零肆分", "16409.02": "壹万陆仟肆佰零玖元零贰分",
		"0": "零元整", "10": "壹拾元整", "100000": "壹拾万元整", "10010001": "壹仟零壹万零壹元整", "1.05": "壹元零伍分",
		"100000000": "壹亿元整", "0.05": "伍分", "0.5": "伍角", "325.5": "叁佰贰拾伍元伍角", "1680.32": "壹仟陆佰捌拾元叁角贰分",
		"107000.53": "壹拾万柒仟元伍角叁分", "100000001": "壹亿零壹元整", "1000000000000": "壹万亿元整", "20000500": "贰仟万零伍佰元整",
		"1020304050.6": "壹拾亿贰仟零叁拾万肆仟零伍拾元陆角", "90000000000000": "玖拾万亿元整", "-1": "负壹元整", "110": "壹佰壹拾元整",
		"10000000000001.01": "壹拾万亿零壹元零壹分",
	} {
		m, err := ParseMoney(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Capital(); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestMoneyReadsWhatItShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Money(rapid.Int64Range(-int64(MoneyLimit), int64(MoneyLimit)).Draw(t, "fen"))
		for _, text := range []string{m.Yuan(false), m.Yuan(true), m.Yuan(true) + "元"} {
			got, err := ParseMoney(text)
			if err != nil || got != m {
				t.Fatalf("%d is shown as %s and read as %d, %v", m, text, got, err)
			}
		}
		wan, err := ParseMoney(m.Wan(true) + "万元")
		if err != nil || wan-m > 5000 || m-wan > 5000 {
			t.Fatalf("%d is shown as %s万元 and read as %d, %v", m, m.Wan(true), wan, err)
		}
	})
}

func TestSumsBeyondRangeAreRefused(t *testing.T) {
	if got, err := AddMoney(1, -3, 5); got != 3 || err != nil {
		t.Errorf("got %d, %v", got, err)
	}
	if _, err := AddMoney(9e18, 9e18); CodeOf(err) != "money.range" {
		t.Errorf("got %v", err)
	}
}
