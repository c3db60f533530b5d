package teacher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
	"github.com/cleanslate-edu/cleanslate/shared/sheet"
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
	session, err := h.lessons.View(ctx, s, who)
	if err != nil {
		return err
	}
	now := h.Clock().UTC()
	var opened domain.Opened
	return httpapi.Large(ctx, w, who.Member(), func() ([]byte, error) {
		b, err := h.load(ctx, s)
		if err == nil {
			err = httpapi.CheckMemory()
		}
		if err != nil {
			return nil, err
		}
		all := b.Export(session, now)
		opened = b.Opened()
		file, err := write(&exportView{all, b.Sheet(all.Participants), sheet.Language(r.Header.Get("Accept-Language"))})
		if err != nil {
			return nil, errors.New("writing an export failed")
		}
		return file, nil
	}, func() error {
		if err := h.enter(ctx, who, s, domain.ActExport, opened); err != nil {
			return err
		}
		header := w.Header()
		header.Set("Content-Type", contentType)
		// Only the time: a title may be personal.
		header.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="results-%s.%s"`, now.Format("2006-01-02T150405Z"), format))
		return nil
	})
}

// An exportView is what is exported: in full as JSON, otherwise as a table.
type exportView struct {
	*lesson.Export
	sheet    *sheet.Sheet
	language string // of numbers in CSV
}

func (e *exportView) csv() ([]byte, error) { return e.sheet.CSV(e.language), nil }

// json writes all of it, with the questions and their keys.
func (e *exportView) json() ([]byte, error) { return json.Marshal(e.Export) }

// fit cuts a text that is longer than a cell of a spreadsheet may be, and says so within it: the library would cut it
// without a word. All of it is in the other formats.
func fit(text string) string {
	const cut = " […]"
	units := 0
	end := 0 // of what fits with the mark
	for i, r := range text {
		if units <= excelize.TotalCellChars-utf8.RuneCountInString(cut) {
			end = i
		}
		units += utf16.RuneLen(r)
	}
	if units <= excelize.TotalCellChars {
		return text
	}
	return text[:end] + cut
}

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
	header := make([]any, len(s.Header))
	for i, title := range s.Header {
		header[i] = sheet.Defuse(title)
	}
	if err := w.SetRow("A1", header); err != nil {
		return nil, err
	}
	for i, row := range s.Rows {
		cells := make([]any, len(row))
		for j, cell := range row {
			if text, ok := cell.(string); ok {
				cell = fit(sheet.Defuse(text))
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
