package reports

import (
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// surnameReadings are surnames that are read otherwise than the character elsewhere.
var surnameReadings = map[string]string{
	"单": "Shan", "仇": "Qiu", "解": "Xie", "查": "Zha", "曾": "Zeng", "区": "Ou", "朴": "Piao", "盖": "Ge", "缪": "Miao", "乐": "Yue", "员": "Yun",
	"折": "She", "繁": "Po", "翟": "Zhai", "种": "Chong", "秘": "Bi", "冼": "Xian", "洗": "Xian", "召": "Shao", "隗": "Wei", "郇": "Huan", "佴": "Nai",
	"宓": "Fu", "逄": "Pang", "牟": "Mu", "尹": "Yin", "谌": "Chen", "瞿": "Qu", "尉": "Wei", "长": "Zhang", "宁": "Ning", "那": "Na", "万": "Wan",
	"贲": "Ben", "都": "Du", "撒": "Sa", "任": "Ren", "华": "Hua", "覃": "Qin", "石": "Shi", "曲": "Qu", "柏": "Bai", "葛": "Ge", "纪": "Ji", "燕": "Yan",
}

// compoundSurnames are the surnames of two characters.
var compoundSurnames = map[string]string{"欧阳": "Ouyang", "司马": "Sima", "上官": "Shangguan", "诸葛": "Zhuge", "东方": "Dongfang", "皇甫": "Huangfu",
	"尉迟": "Yuchi", "长孙": "Zhangsun", "万俟": "Moqi", "单于": "Chanyu", "澹台": "Tantai", "夏侯": "Xiahou", "慕容": "Murong", "令狐": "Linghu",
	"司徒": "Situ", "司空": "Sikong", "公孙": "Gongsun", "宇文": "Yuwen", "轩辕": "Xuanyuan", "端木": "Duanmu", "南宫": "Nangong", "呼延": "Huyan"}

var pinyinPlain = pinyin.NewArgs()

// romanised is a word in pinyin without tones, joined, its first letter a capital (GB/T 28039-2011 for names of persons, GB/T
// 16159-2012 for others): 青禾 is Qinghe, 西安 Xi’an. A character without a reading makes it "".
func romanised(word string) string {
	var b strings.Builder
	for i, r := range []rune(word) {
		syllables := pinyin.SinglePinyin(r, pinyinPlain)
		if len(syllables) == 0 || syllables[0] == "" {
			return ""
		}
		s := strings.ReplaceAll(syllables[0], "v", "ü")
		switch {
		case i == 0:
			s = strings.ToUpper(s[:1]) + s[1:]
		case strings.ContainsAny(s[:1], "aoe"):
			s = "’" + s
		}
		b.WriteString(s)
	}
	return b.String()
}

// personInEnglish is a person's name in pinyin, the surname first: 周样本 is Zhou Yangben. A name that cannot be read so stays.
func personInEnglish(name string) string {
	runes := []rune(strings.TrimSpace(name))
	if len(runes) < 2 {
		return name
	}
	n := 1
	surname := ""
	if len(runes) > 2 {
		if s, ok := compoundSurnames[string(runes[:2])]; ok {
			n, surname = 2, s
		}
	}
	if surname == "" {
		if surname = surnameReadings[string(runes[:1])]; surname == "" {
			surname = romanised(string(runes[:1]))
		}
	}
	given := romanised(string(runes[n:]))
	if surname == "" || given == "" {
		return name
	}
	return surname + " " + given
}

// levels are the ends of places and what they are called after the name, and before the name of an organ.
var levels = []struct{ end, after, before string }{
	{"自治区", "Autonomous Region", "Autonomous Regional"}, {"自治州", "Autonomous Prefecture", "Prefectural"}, {"街道", "Subdistrict", "Subdistrict"},
	{"省", "Province", "Provincial"}, {"市", "City", "Municipal"}, {"州", "Prefecture", "Prefectural"}, {"县", "County", "County"},
	{"区", "District", "District"}, {"旗", "Banner", "Banner"}, {"镇", "Town", "Town"}, {"乡", "Township", "Township"},
}

// placeInEnglish is the name of a place with its kind: 青禾县 is Qinghe County; "" when it is none.
func placeInEnglish(name string) string {
	for _, l := range levels {
		if stem, ok := strings.CutSuffix(name, l.end); ok && stem != "" {
			if s := romanised(stem); s != "" && len([]rune(stem)) <= 6 {
				return s + " " + l.after
			}
		}
	}
	return ""
}

// seat is the name of a place as it stands before that of an organ: 示例市 is Shili Municipal.
func seat(name string) string {
	for _, l := range levels {
		if stem, ok := strings.CutSuffix(name, l.end); ok && stem != "" {
			if s := romanised(stem); s != "" {
				return s + " " + l.before
			}
		}
	}
	return ""
}

// fields are what bureaus and commissions are named for.
var fields = map[string]string{
	"审计": "Audit", "财政": "Finance", "教育": "Education", "教育体育": "Education and Sports", "体育": "Sports", "水务": "Water Affairs", "水利": "Water Resources",
	"文化和旅游": "Culture and Tourism", "文化广电和旅游": "Culture, Radio, Television and Tourism", "民政": "Civil Affairs", "民政事务": "Civil Affairs",
	"人力资源和社会保障": "Human Resources and Social Security", "自然资源": "Natural Resources", "自然资源和规划": "Natural Resources and Planning",
	"生态环境": "Ecology and Environment", "住房和城乡建设": "Housing and Urban-Rural Development", "交通运输": "Transport", "农业农村": "Agriculture and Rural Affairs",
	"商务": "Commerce", "卫生健康": "Health", "应急管理": "Emergency Management", "市场监督管理": "Market Regulation", "统计": "Statistics",
	"医疗保障": "Healthcare Security", "城市管理": "Urban Management", "林业": "Forestry", "司法": "Justice", "公安": "Public Security",
	"科学技术": "Science and Technology", "科技": "Science and Technology", "工业和信息化": "Industry and Information Technology", "退役军人事务": "Veterans Affairs",
	"发展和改革": "Development and Reform", "国有资产监督管理": "State-owned Assets Supervision and Administration", "数据": "Data", "数据服务": "Data Services",
	"园林绿化": "Parks and Landscaping", "信访": "Public Complaints", "机关事务": "Government Offices Administration", "行政审批服务": "Administrative Approval",
}

var organEnds = []struct{ end, word string }{{"管理委员会", "Administrative Commission"}, {"委员会", "Commission"}, {"服务中心", "Service Centre"}, {"中心", "Centre"}, {"局", "Bureau"}, {"委", "Commission"}}

// party are the organs of the Party and others that are named otherwise than by a field, after 中共 and the place.
var party = map[string]string{
	"委组织部": "Organization Department of the CPC %s Committee", "委宣传部": "Publicity Department of the CPC %s Committee", "委统战部": "United Front Work Department of the CPC %s Committee",
	"委机构编制委员会办公室": "Office of the Institutional Staffing Commission of the CPC %s Committee", "委编办": "Office of the Institutional Staffing Commission of the CPC %s Committee",
	"编办": "Office of the Institutional Staffing Commission of the CPC %s Committee", "委办公室": "General Office of the CPC %s Committee",
	"委": "CPC %s Committee", "人民政府": "%s People’s Government", "政府": "%s People’s Government",
	"纪委监委": "%s Commission for Discipline Inspection and Supervision", "供销合作社联合社": "%s Federation of Supply and Marketing Cooperatives",
	"“三责联审”工作领导小组办公室": "Office of the %s Leading Group for the Joint Review", "委联审工作领导小组办公室": "Office of the Leading Group for the Joint Review, CPC %s Committee",
	"党委": "CPC %s Committee", "党工委": "CPC %s Working Committee", "办事处": "%s Office",
}

// organInEnglish is an organ or unit by its full Chinese name, 示例市水务局 or 中共示例市委组织部: Shili Municipal Water Affairs
// Bureau, Organization Department of the CPC Shili Municipal Committee. "" when it cannot be told in English.
func organInEnglish(full, city string) string {
	rest := strings.TrimPrefix(full, "中共")
	within := strings.TrimPrefix(rest, city)
	for i, r := range within { // 青禾县桃坞镇: Taowu Town, Qinghe County
		outer, inner := within[:i+len(string(r))], within[i+len(string(r)):]
		if o, in := placeInEnglish(outer), placeInEnglish(inner); o != "" && in != "" {
			return in + ", " + o
		}
	}
	if p := placeInEnglish(within); p != "" {
		return p
	}
	place := city
	if city == "" || !strings.HasPrefix(rest, city) {
		place = ""
		for i, r := range rest { // the shortest beginning that is a place
			end := rest[:i+len(string(r))]
			if placeInEnglish(end) != "" {
				place = end
				break
			}
		}
	}
	if place == "" {
		return ""
	}
	rest = strings.TrimPrefix(rest, place)
	where := seat(place)
	// 示例市青禾县民政局: the inner place names the organ.
	for i, r := range rest {
		if end := rest[:i+len(string(r))]; placeInEnglish(end) != "" && end != rest && len([]rune(end)) <= 5 && !strings.HasSuffix(end, "城市") {
			where, rest = seat(end), rest[len(end):]
			break
		}
	}
	if form, ok := party[rest]; ok {
		return strings.ReplaceAll(form, "%s", where)
	}
	for _, e := range organEnds {
		if stem, ok := strings.CutSuffix(rest, e.end); ok {
			if f, ok := fields[stem]; ok {
				return where + " " + f + " " + e.word
			}
		}
	}
	return ""
}

// offices are posts by their Chinese names.
var offices = map[string]string{
	"县委书记": "Secretary of the County Party Committee", "区委书记": "Secretary of the District Party Committee", "市委书记": "Secretary of the Municipal Party Committee",
	"镇党委书记": "Secretary of the Town Party Committee", "乡党委书记": "Secretary of the Township Party Committee", "党工委书记": "Secretary of the Party Working Committee",
	"党委书记": "Secretary of the Party Committee", "党组书记": "Secretary of the Leading Party Members Group", "党总支书记": "Secretary of the General Party Branch",
	"党支部书记": "Secretary of the Party Branch", "县长": "County Head", "区长": "District Head", "市长": "Mayor", "镇长": "Town Head", "乡长": "Township Head",
	"局长": "Director", "主任": "Director", "院长": "President", "校长": "Principal", "部长": "Head of Department", "理事会主任": "Chair of the Council", "董事长": "Chair of the Board",
	"总经理": "General Manager", "秘书长": "Secretary-General", "站长": "Head of Station", "馆长": "Director", "书记": "Secretary", "主席": "Chair", "会长": "President",
}

// officeInEnglish is one post, 县委副书记, without the unit; "" when it is not known.
func officeInEnglish(post string) string {
	if s, ok := offices[post]; ok {
		return s
	}
	if i := strings.LastIndex(post, "副"); i >= 0 {
		if s, ok := offices[post[:i]+post[i+len("副"):]]; ok {
			return "Deputy " + s
		}
	}
	return ""
}
