package teacher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
)

// export returns a session's results as a file. It needs a recent second factor:
// an exported file can't be erased any more.
func (h *handler) export(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	format := r.URL.Query().Get("format")
	var write func(*exportView) ([]byte, error)
	var contentType string
	switch format {
	case "csv":
		write, contentType = (*exportView).csv, "text/csv; charset=utf-8"
	case "xlsx":
		write, contentType = (*exportView).xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case "json":
		write, contentType = (*exportView).json, "application/json"
	default:
		return domain.Invalid(domain.FieldError{Pointer: "/format", Detail: "The format must be csv, json or xlsx."})
	}
	s, err := h.session(r, who)
	if err != nil {
		return err
	}
	b, err := h.load(ctx, s)
	if err != nil {
		return err
	}
	session, err := h.lessons.View(ctx, s, who)
	if err != nil {
		return err
	}
	now := h.Clock().UTC()
	participants := make([]*lesson.ParticipantView, 0)
	for _, p := range b.Sorted() {
		participants = append(participants, b.Participant(p))
	}
	file, err := write(&exportView{
		ExportedAt: now, Session: session, Questions: domain.Join(b.Paper, b.Key),
		Participants: participants, sheet: sheetOf(b.Paper, participants),
	})
	if err != nil {
		return errors.New("writing an export failed")
	}
	header := w.Header()
	header.Set("Content-Type", contentType)
	header.Set("Content-Length", strconv.Itoa(len(file)))
	// Only the date: a title may be personal.
	header.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="results-%s.%s"`, now.Format(time.DateOnly), format))
	w.Write(file) // whoever has left needs no error
	return nil
}

// An exportView is what is exported: in full as JSON, otherwise as a table.
type exportView struct {
	ExportedAt   time.Time                 `json:"exportedAt"`
	Session      *lesson.Session           `json:"session"`
	Questions    []domain.Question         `json:"questions"`
	Participants []*lesson.ParticipantView `json:"participants"`
	sheet        *sheet
}

// A sheet is the table of an export: one row for each student, with the response
// and its points for each question. Cells are strings, float64s, or nil.
type sheet struct {
	header []string
	rows   [][]any
}

func sheetOf(paper *domain.Paper, participants []*lesson.ParticipantView) *sheet {
	s := &sheet{header: []string{"Name", "Joined", "Score", "Maximum"}}
	for i, q := range paper.Questions {
		n := strconv.Itoa(i + 1)
		s.header = append(s.header, n+". "+q.Prompt, n+". Points")
	}
	for _, p := range participants {
		row := []any{nil, p.JoinedAt.Format(time.RFC3339), p.Score, p.MaxScore}
		if p.Alias != nil {
			row[0] = *p.Alias
		}
		for i := range paper.Questions {
			q := &paper.Questions[i]
			a := p.Answers[q.ID]
			if a == nil {
				row = append(row, nil, nil)
				continue
			}
			var points any
			if a.Points != nil {
				points = *a.Points
			}
			row = append(row, q.Cell(a.Response), points)
		}
		s.rows = append(s.rows, row)
	}
	return s
}

func (e *exportView) csv() ([]byte, error) { return e.sheet.csv(), nil }

// json writes all of it, with the questions and their keys.
func (e *exportView) json() ([]byte, error) { return json.Marshal(e) }

// xlsx writes the table as an Office Open XML workbook. Texts are cells of type
// text, never formulas; they are defused all the same, in case someone saves
// the sheet as CSV.
func (e *exportView) xlsx() ([]byte, error) {
	s := e.sheet
	f := excelize.NewFile()
	defer f.Close()
	const name = "Results"
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
		return nil, err
	}
	header := make([]any, len(s.header))
	for i, title := range s.header {
		header[i] = defuse(title)
	}
	if err := w.SetRow("A1", header); err != nil {
		return nil, err
	}
	for i, row := range s.rows {
		cells := make([]any, len(row))
		for j, cell := range row {
			if text, ok := cell.(string); ok {
				cell = defuse(text)
			}
			cells[j] = cell
		}
		at, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return nil, err
		}
		if err := w.SetRow(at, cells); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
