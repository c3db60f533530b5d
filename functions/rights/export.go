package rights

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/sheet"
)

// exportMax is the size of the largest export in bytes, before it is compressed. What a
// student may write in a session (domain.FloodLimit) takes less, in all three forms.
const exportMax = 256 << 20

// export returns a copy of everything held about a student, for programs (JSON), for a
// spreadsheet and for people (a page without script), in the language that the request asks for.
func (h *handler) export(w http.ResponseWriter, r *http.Request) error {
	s, err := h.shown(r)
	if err != nil {
		return err
	}
	return h.save(w, r, s)
}

// save writes the export of a student.
func (h *handler) save(w http.ResponseWriter, r *http.Request, s *subject) error {
	now := h.Clock().UTC()
	return httpapi.Large(r.Context(), w, s.Participant, func() ([]byte, error) {
		held, err := h.held(r.Context(), s)
		if err == nil {
			err = httpapi.CheckMemory()
		}
		if err != nil {
			return nil, err
		}
		return held.zip(wordsFor(r.Header.Get("Accept-Language")).put(held.As), now)
	}, func() error {
		header := w.Header()
		header.Set("Content-Type", "application/zip")
		header.Set("Cache-Control", "no-store")
		// Only the date: a title may be personal.
		header.Set("Content-Disposition", `attachment; filename="cleanslate-`+now.Format(time.DateOnly)+`.zip"`)
		return nil
	})
}

// zip returns the export as a ZIP archive.
func (held *holding) zip(words *words, now time.Time) ([]byte, error) {
	rows := held.rows()
	encoded, err := json.MarshalIndent(held.copied(rows, now), "", "  ")
	if err != nil {
		return nil, errors.New("encoding an export failed")
	}
	page, err := words.page(held, rows, now)
	if err != nil {
		return nil, errors.New("writing an export's page failed")
	}
	files := []struct {
		name string
		text []byte
	}{
		{words.File + ".html", page}, {"answers.csv", words.sheet(rows).CSV(words.lang)}, {"data.json", encoded},
	}
	size := 0
	for _, f := range files {
		size += len(f.text)
	}
	if size > exportMax {
		return nil, errors.New("an export is larger than any may be")
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		in, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: now})
		if err == nil {
			_, err = in.Write(f.text)
		}
		if err != nil {
			return nil, errors.New("compressing an export failed")
		}
	}
	if err := z.Close(); err != nil {
		return nil, errors.New("compressing an export failed")
	}
	return b.Bytes(), nil
}

// A copied is the export for programs: what GET /v1/me shows, with the questions.
type copied struct {
	ExportedAt time.Time `json:"exportedAt"`
	me
	Questions []copiedQuestion `json:"questions"`
}

type copiedQuestion struct {
	ID     string      `json:"id"`
	Kind   domain.Kind `json:"kind"`
	Prompt string      `json:"prompt"`
}

func (held *holding) copied(rows []row, now time.Time) copied {
	c := copied{ExportedAt: now, me: held.me, Questions: []copiedQuestion{}}
	last := ""
	for _, r := range rows {
		if r.question != nil && r.question.ID != last {
			last = r.question.ID
			c.Questions = append(c.Questions, copiedQuestion{r.question.ID, r.question.Kind, r.question.Prompt})
		}
	}
	return c
}

// A row is one answer, or a question without one, with what it earned.
type row struct {
	number   int // of the question, from 1; 0: it isn't part of the session
	question *domain.PaperQuestion
	answer   *answerView
	result   *resultedView // only beside the last revision
}

// rows lists the questions that were answered or scored, in the paper's order, each with
// every revision of its answer.
func (held *holding) rows() []row {
	scored := make(map[string]*resultedView)
	if held.Results != nil {
		for i := range held.Results.Questions {
			scored[held.Results.Questions[i].ID] = &held.Results.Questions[i]
		}
	}
	answers := make(map[string][]*answerView)
	for i := range held.Answers {
		a := &held.Answers[i]
		answers[a.QuestionID] = append(answers[a.QuestionID], a)
	}
	var rows []row
	for i := range held.paper.Questions {
		q := &held.paper.Questions[i]
		given := answers[q.ID]
		delete(answers, q.ID)
		for _, a := range given {
			rows = append(rows, row{number: i + 1, question: q, answer: a})
		}
		if result := scored[q.ID]; result != nil && len(given) == 0 {
			rows = append(rows, row{number: i + 1, question: q, result: result})
		} else if result != nil {
			rows[len(rows)-1].result = result
		}
	}
	for i := range held.Answers { // to what isn't in the paper
		if a := &held.Answers[i]; answers[a.QuestionID] != nil {
			rows = append(rows, row{answer: a})
		}
	}
	return rows
}

// response returns what the student answered, as text.
func (r *row) response() string {
	switch {
	case r.answer == nil:
		return ""
	case r.question == nil:
		return string(r.answer.Response)
	}
	switch v := r.question.Cell(r.answer.Response).(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return string(r.answer.Response)
}

// sheet returns the table of the export.
func (w *words) sheet(rows []row) *sheet.Sheet {
	t := &sheet.Sheet{Header: []string{w.Question, w.Prompt, w.Revision, w.Answer, w.Saved, w.Correct, w.Points, w.Most}}
	for _, r := range rows {
		cells := make([]any, len(t.Header))
		if r.question != nil {
			cells[0], cells[1] = float64(r.number), r.question.Prompt
		}
		if r.answer != nil {
			cells[2], cells[3], cells[4] = float64(r.answer.Revision), r.response(), r.answer.ReceivedAt.Format(time.RFC3339)
		}
		if r.result != nil {
			cells[7] = r.result.MaxPoints
			if r.result.Correct != nil {
				cells[5], cells[6] = w.yesOrNo(*r.result.Correct), *r.result.Points
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
