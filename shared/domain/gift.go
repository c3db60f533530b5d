package domain

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
)

// GIFT returns a question set in Moodle's text format, and the numbers, from 1, of the
// questions that GIFT has no words for. It is what web/src/question/teach/gift.ts writes:
// tests compare the two.
func (s *QuestionSet) GIFT() (text string, missing []int) {
	blocks := []string{"// " + strings.Join(strings.Fields(s.Title), " ")}
	for i := range s.Questions {
		q := &s.Questions[i]
		answers, ok := q.Kind.rules().gift(q)
		if !ok {
			missing = append(missing, i+1)
			continue
		}
		general := ""
		if q.Explanation != "" {
			general = "####" + giftText(q.Explanation)
		}
		blocks = append(blocks, "::"+strconv.Itoa(i+1)+"::[plain]"+giftText(q.Prompt)+" {"+answers+general+"}")
	}
	return strings.Join(blocks, "\n\n") + "\n", missing
}

var giftSigns = strings.NewReplacer("~", `\~`, "=", `\=`, "#", `\#`, "{", `\{`, "}", `\}`, ":", `\:`, `\`, `\\`)

// giftText returns a text with GIFT's signs escaped, in one paragraph: a blank line would
// end the question.
func giftText(s string) string {
	var lines []string
	for _, line := range strings.Split(giftSigns.Replace(s), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, `\n`)
}

// giftAnswer returns a text that begins an answer or a remark, where a format's name in
// brackets would be taken for one.
func giftAnswer(s string) string {
	name, _, closed := strings.Cut(strings.TrimSpace(s), "]")
	if closed && slices.Contains([]string{"[html", "[markdown", "[moodle", "[plain"}, name) {
		return "[plain]" + giftText(s)
	}
	return giftText(s)
}

func giftRemark(s string) string {
	if s == "" {
		return ""
	}
	return "#" + giftAnswer(s)
}

func giftWeight(w float64) string {
	return "%" + strconv.FormatFloat(math.Floor(w*100000+0.5)/100000, 'f', -1, 64) + "%"
}

// giftUsual returns a weight that would go without saying, where the answer itself begins
// like one.
func giftUsual(s string, w float64) string {
	if strings.HasPrefix(strings.TrimSpace(s), "%") {
		return giftWeight(w)
	}
	return ""
}

func giftBlock(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return "\n\t" + strings.Join(lines, "\n\t") + "\n"
}

// giftNumber returns a number without an exponent, which GIFT doesn't know.
func giftNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// giftList returns a key that is one value or a list of them as a list.
func giftList[T any](raw json.RawMessage) (all []T) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	if json.Unmarshal(raw, &all) == nil {
		return all
	}
	var one T
	if json.Unmarshal(raw, &one) != nil {
		return nil
	}
	return []T{one}
}
