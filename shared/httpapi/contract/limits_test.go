package contract

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// limits are the code's, by the place at which the document states them. They
// are those of everything that a request's body may hold, those of numbers in a
// query, and all of x-limits.
var limits = map[string]float64{
	"AcceptedNumber/feedback/maxLength":        domain.RemarkMax,
	"AcceptedText/feedback/maxLength":          domain.RemarkMax,
	"AcceptedText/text/maxLength":              domain.TextMax,
	"AgreementPatch/ageLine/maximum":           domain.AgeLineMax,
	"AgreementPatch/clauses/maxItems":          domain.ClausesMax,
	"AgreementPatch/exhibits/maxItems":         domain.ExhibitsMax,
	"AgreementPatch/number/maxLength":          domain.AgreementNumberMax,
	"AgreementPatch/parties/items/maxLength":   domain.PartyMax,
	"AgreementPatch/parties/maxItems":          domain.PartiesMax,
	"AgreementPatch/retention/maxLength":       domain.RetentionMax,
	"AgreementPatch/parties/minItems":          domain.PartiesMin,
	"AgreementRequest/ageLine/maximum":         domain.AgeLineMax,
	"AgreementRequest/clauses/maxItems":        domain.ClausesMax,
	"AgreementRequest/exhibits/maxItems":       domain.ExhibitsMax,
	"AgreementRequest/number/maxLength":        domain.AgreementNumberMax,
	"AgreementRequest/parties/items/maxLength": domain.PartyMax,
	"AgreementRequest/parties/maxItems":        domain.PartiesMax,
	"AgreementRequest/retention/maxLength":     domain.RetentionMax,
	"AgreementRequest/parties/minItems":        domain.PartiesMin,
	"ClauseTerm/delays/maxItems":               float64(len(domain.DelayGrounds)),
	"ClauseTerm/id/maxLength":                  domain.ClauseIDMax,
	"ClauseTerm/source/maxLength":              domain.ClauseSourceMax,
	"ClauseTerm/words/maxLength":               domain.ClauseWordsMax,
	"Exhibit/name/maxLength":                   domain.ExhibitNameMax,
	"Exhibit/where/maxLength":                  domain.ExhibitWhereMax,
	"FirstPolicy/clause/maxLength":             domain.ClauseMax,
	"FirstPolicy/maxParticipants/maximum":      domain.MaxParticipantsMax,
	"FirstPolicy/purposes/items/maxLength":     domain.PurposeMax,
	"FirstPolicy/purposes/maxItems":            domain.PurposesMax,
	"Holidays/maxItems":                        domain.HolidaysMax,
	"SchoolName/maxLength":                     domain.OrgNameMax,
	"Timezone/maxLength":                       domain.TimezoneMax,
	"SchoolContacts/incident/maxLength":        domain.AddressMax,
	"SchoolContacts/office/maxLength":          domain.AddressMax,
	"SchoolContacts/privacy/maxLength":         domain.AddressMax,
	"SchoolContactsPatch/incident/maxLength":   domain.AddressMax,
	"SchoolContactsPatch/office/maxLength":     domain.AddressMax,
	"SchoolContactsPatch/privacy/maxLength":    domain.AddressMax,
	"AnswersRequest/answers/maxItems":          domain.AnswersMax,
	"Correct/maxItems":                         domain.AcceptedMax,
	"Correct/maxProperties":                    domain.ItemsMax,
	"DelayRequest/authority/maxLength":         domain.AuthorityMax,
	"DelayRequest/days":                        domain.DelayDaysMax,
	"Duration/maxLength":                       domain.PeriodTextMax,
	"Grade/points/maximum":                     domain.PointsMax,
	"GradesRequest/grades/maxItems":            domain.GradesMax,
	"InvitationRequest/email/maxLength":        domain.AddressMax,
	"CopySaving/code/maxLength":                domain.CodeTextMax,
	"FoundMarks/excluded/maxItems":             domain.FoundMax,
	"FoundMarks/meant/maxItems":                domain.FoundMax,
	"RequestDecision/meant/maxItems":           domain.FoundMax,
	"PersonSearch/alias/maxLength":             domain.RequestAliasMax,
	"RequestFind/sessionsMax":                  domain.FindSessionsMax,
	"RequestCompletion/receipts/maxItems":      domain.RequestReceiptsMax,
	"RequestDecision/correction/maxLength":     domain.CorrectionMax,
	"RequestDecision/text/maxLength":           domain.RequestAnswerMax,
	"ProfileRequest/email/maxLength":           domain.AddressMax,
	"ProfileRequest/name/maxLength":            domain.NameMax,
	"DisclosureRequest/authority/maxLength":    domain.DisclosureTextMax,
	"DisclosureRequest/categories/maxItems":    float64(len(domain.Categories)),
	"DisclosureRequest/day":                    domain.DisclosuresDayMax,
	"DisclosureRequest/decider/maxLength":      domain.DisclosureTextMax,
	"DisclosureRequest/max":                    domain.DisclosuresMax,
	"DisclosureRequest/months":                 domain.HoldMonthsMax,
	"DisclosureRequest/on/maxLength":           10,
	"DisclosureRequest/reference/maxLength":    domain.DisclosureTextMax,
	"Telling/on/maxLength":                     10,
	"Month/maxLength":                          7,
	"TransferRequest/day":                      domain.TransfersDayMax,
	"TransferRequest/days":                     domain.TransferDaysMax,
	"TransferRequest/ground/maxLength":         domain.TransferTextMax,
	"TransferRequest/group":                    domain.GroupMin,
	"TransferRequest/max":                      domain.TransfersMax,
	"TransferRequest/months":                   domain.TransferMonthsMax,
	"TransferRequest/parts":                    domain.TransferPartsMax,
	"TransferRequest/purpose/maxLength":        domain.TransferTextMax,
	"TransferRequest/questionSets/maxItems":    domain.TransferSetsMax,
	"TransferRequest/recipient/maxLength":      domain.TransferLineMax,
	"TransferRequest/sessions":                 domain.TransferSessionMax,
	"TransferRequest/step":                     domain.GroupStep,
	"HoldRequest/months":                       domain.HoldMonthsMax,
	"HoldRequest/name/maxLength":               domain.HoldNameMax,
	"IncidentClosing/reason/maxLength":         domain.ClosingReasonMax,
	"IncidentClosing/reason/minLength":         domain.ClosingReasonMin,
	"IncidentContact/email/maxLength":          domain.AddressMax,
	"IncidentContact/name/maxLength":           domain.ContactNameMax,
	"IncidentContact/phone/maxLength":          domain.PhoneMax,
	"IncidentPatch/categories/maxItems":        float64(len(domain.Categories)),
	"IncidentPatch/clockReason/maxLength":      domain.ClockReasonMax,
	"IncidentPatch/title/maxLength":            domain.IncidentTitleMax,
	"IncidentReport/categories/maxItems":       float64(len(domain.Categories)),
	"IncidentReport/title/maxLength":           domain.IncidentTitleMax,
	"IncidentReporter/email/maxLength":         domain.AddressMax,
	"IncidentReporter/name/maxLength":          domain.ContactNameMax,
	"IncidentScope/orgs/maxItems":              domain.ScopeOrgsMax,
	"IncidentScope/sessions/maxItems":          domain.ScopeSessionsMax,
	"RequestAbout/alias/maxLength":             domain.RequestAliasMax,
	"RequestAbout/code/maxLength":              domain.CodeTextMax,
	"RequestCode/code/maxLength":               domain.CodeTextMax,
	"RequestToSchool/email/maxLength":          domain.AddressMax,
	"RequestToSchool/text/maxLength":           domain.RequestTextMax,
	"ConsentCodeRequest/count/maximum":         domain.ConsentIssueMax,
	"ConsentCodeRequest/days":                  domain.ConsentDaysMax,
	"ConsentCodeRequest/label/maxLength":       domain.ConsentLabelMax,
	"ConsentCodeRequest/uses/maximum":          domain.ConsentUsesMax,
	"ConsentErasureRequest/after/maxLength":    2*domain.IDLength + 1,
	"OrgConsentRequest/text/maxLength":         domain.ConsentTextMax,
	"JoinRequest/alias/maxLength":              domain.AliasMax,
	"JoinRequest/consentCode/maxLength":        domain.CodeTextMax,
	"JoinRequest/code/maxLength":               domain.CodeTextMax,
	"RejoinRequest/code/maxLength":             domain.CodeTextMax,
	"RejoinRequest/session/maxLength":          domain.CodeTextMax,
	"RenameRequest/alias/maxLength":            domain.AliasMax,
	"JoinedSession/idleDays":                   days(domain.IdleClose),
	"JoinedSession/ticketDays":                 days(domain.TicketLife),
	"MaxWords/maximum":                         domain.CloudWordsMax,
	"NoticeTexts/consequences/maxLength":       domain.NoticeTextMax,
	"NoticeTexts/investigation/maxLength":      domain.NoticeTextMax,
	"NoticeTexts/measures/maxLength":           domain.NoticeTextMax,
	"NoticeTexts/nature/maxLength":             domain.NoticeTextMax,
	"NoticeTexts/reasons/maxLength":            domain.NoticeTextMax,
	"NoticeTexts/recommendations/maxLength":    domain.NoticeTextMax,
	"OptionRequest/feedback/maxLength":         domain.RemarkMax,
	"OptionRequest/text/maxLength":             domain.OptionTextMax,
	"Plan/aheadMonths":                         domain.PlanMonthsMax,
	"Plan/unasked":                             domain.TickCapMin,
	"Points/maximum":                           domain.PointsMax,
	"Policy/clause/maxLength":                  domain.ClauseMax,
	"Policy/contact/maxLength":                 domain.AddressMax,
	"Policy/keptMonths":                        domain.KeptMonthsMax,
	"Policy/maxParticipants/maximum":           domain.MaxParticipantsMax,
	"Policy/purposes/items/maxLength":          domain.PurposeMax,
	"Policy/purposes/maxItems":                 domain.PurposesMax,
	"Policy/restoreDays":                       domain.RestoreDaysMax,
	"Policy/restoreMonths":                     domain.RestoreMonthsMax,
	"Policy/notice/maxLength":                  domain.PeriodTextMax,
	"NewsletterSubjects/de/maxLength":          domain.NewsletterSubjectMax,
	"NewsletterSubjects/en/maxLength":          domain.NewsletterSubjectMax,
	"NewsletterSubjects/es/maxLength":          domain.NewsletterSubjectMax,
	"NewsletterSubjects/fr/maxLength":          domain.NewsletterSubjectMax,
	"NewsletterTexts/de/maxLength":             domain.NewsletterTextMax,
	"NewsletterTexts/en/maxLength":             domain.NewsletterTextMax,
	"NewsletterTexts/es/maxLength":             domain.NewsletterTextMax,
	"NewsletterTexts/fr/maxLength":             domain.NewsletterTextMax,
	"OwnershipRequest/country/maxLength":       2,
	"OwnershipRequest/noticeDays":              float64(domain.OwnershipNotice.Days),
	"OwnershipRequest/on/maxLength":            10,
	"OwnershipRequest/owner/maxLength":         domain.OwnerMax,
	"UnsubscribeRequest/token/maxLength":       domain.MailTokenMax,
	"Words/de/maxLength":                       domain.ChoiceMax,
	"Words/en/maxLength":                       domain.ChoiceMax,
	"Words/es/maxLength":                       domain.ChoiceMax,
	"Words/fr/maxLength":                       domain.ChoiceMax,
	"Policy/usualParticipants":                 domain.DefaultMaxParticipants,
	"QuestionRequest/explanation/maxLength":    domain.RemarkMax,
	"QuestionRequest/maxOrdered":               domain.ItemsMax,
	"QuestionRequest/minOptions":               domain.OptionsMin,
	"QuestionRequest/options/maxItems":         domain.OptionsMax,
	"QuestionRequest/prompt/maxLength":         domain.PromptMax,
	"QuestionRequest/targets/maxItems":         domain.ItemsMax,
	"QuestionRequest/weightSlack":              domain.WeightSlack,
	"QuestionSetRequest/bytes":                 domain.QuestionSetMax,
	"QuestionSetRequest/questions/maxItems":    domain.QuestionsMax,
	"QuestionSetRequest/title/maxLength":       domain.TitleMax,
	"QuestionSetRequest/folder/maxLength":      domain.FolderMax,
	"QuestionSetRequest/tags/items/maxLength":  domain.TagMax,
	"QuestionSetRequest/tags/maxItems":         domain.TagsMax,
	"SessionPatch/title/maxLength":             domain.TitleMax,
	"SessionRequest/title/maxLength":           domain.TitleMax,
	"Remarks/correct/maxLength":                domain.RemarkMax,
	"Remarks/incorrect/maxLength":              domain.RemarkMax,
	"Response/additional/maxLength":            domain.QuestionIDMax,
	"Response/items/maxLength":                 domain.CloudWordMax,
	"Response/maxItems":                        domain.OptionsMax,
	"Response/maxLength":                       domain.TextMax,
	"Response/maxProperties":                   domain.ItemsMax,
	"Revision/maximum":                         domain.RevisionMax,
	"Scale/max/maximum":                        domain.ScaleBound,
	"Scale/max/minimum":                        -domain.ScaleBound,
	"Scale/maxLabel/maxLength":                 domain.ScaleLabelMax,
	"Scale/min/maximum":                        domain.ScaleBound,
	"Scale/min/minimum":                        -domain.ScaleBound,
	"Scale/minLabel/maxLength":                 domain.ScaleLabelMax,
	"Scale/span":                               domain.ScaleSpanMax,
	"SessionRequest/days":                      days(domain.OpenMax),
	"TargetRequest/text/maxLength":             domain.OptionTextMax,
	"getChanges/wait/maximum":                  domain.WaitMax,
	"pageSize/maximum":                         httpapi.PageSizeMax,

	// By definition, or refused by their form.
	"AcceptRequest/token/maxLength": 1024,
	"ClauseTerm/requires/maxItems":  12,
	"ClauseTerm/starts/maxLength":   60,
	"Country/maxLength":             2,
	"Day/maxLength":                 10,
	"Exhibit/sha256/maxLength":      64,
	"Region/maxLength":              6,
	"Within/count/maximum":          8760,
	"Weight/maximum":                100,
	"Weight/minimum":                -100,
}

func days(d time.Duration) float64 { return d.Hours() / 24 }

// A limit that changes in the code changes in the document, and so in the web
// app, which takes its own from there.
func TestLimits(t *testing.T) {
	t.Parallel()
	stated := statedLimits(New(t).doc)
	for _, at := range slices.Sorted(maps.Keys(stated)) {
		want, ok := limits[at]
		switch {
		case !ok:
			t.Errorf("%s: %v: nothing in the code is compared with it", at, stated[at])
		case stated[at] != want:
			t.Errorf("%s: %v in the document, %v in the code", at, stated[at], want)
		}
	}
	for _, at := range slices.Sorted(maps.Keys(limits)) {
		if _, ok := stated[at]; !ok {
			t.Errorf("%s: not in the document", at)
		}
	}
}

// An id that the code takes is one that the document allows, and no other.
func TestIDs(t *testing.T) {
	t.Parallel()
	doc := New(t).doc
	for name, is := range map[string]func(string) bool{"ID": domain.IsID, "OrgID": domain.IsOrg, "QuestionID": domain.IsQuestionID} {
		schema := doc.Components.Schemas[name].Value
		for _, s := range []string{
			"", "a", "Q1", "a-b_c", "_a", "-a", "__proto__", "__x__", "constructor", "toString", "valueOf", "hasOwnProperty", "prototype", "Constructor",
			".", "..", "a/b", "a%2Fb", "a b", "a\nb", "a\x00", "é", "org_north", "state",
			strings.Repeat("a", domain.IDLength), strings.Repeat("A", domain.IDLength), strings.Repeat("1", domain.IDLength),
			strings.Repeat("a", domain.QuestionIDMax), strings.Repeat("a", domain.QuestionIDMax+1),
			strings.Repeat("a", domain.OrgIDMax), strings.Repeat("a", domain.OrgIDMax+1),
		} {
			if stated := schema.VisitJSON(s) == nil; stated != is(s) {
				t.Errorf("%s %q: %v in the document, %v in the code", name, s, stated, is(s))
			}
		}
	}
}

// statedLimits returns the limits of what the document's requests may hold. That
// something may not be empty or negative is none.
func statedLimits(doc *openapi3.T) map[string]float64 {
	stated := make(map[string]float64)
	add := func(at string, value float64) {
		if value != 0 && value != 1 {
			stated[at] = value
		}
	}
	seen := make(map[string]bool)
	var walk func(at string, ref *openapi3.SchemaRef)
	walk = func(at string, ref *openapi3.SchemaRef) {
		if ref == nil {
			return
		}
		if ref.Ref != "" {
			at = ref.Ref[len("#/components/schemas/"):]
			if seen[at] {
				return
			}
			seen[at] = true
		}
		s := ref.Value
		add(at+"/minLength", float64(s.MinLength))
		add(at+"/minItems", float64(s.MinItems))
		for name, bound := range map[string]*uint64{"maxLength": s.MaxLength, "maxItems": s.MaxItems, "maxProperties": s.MaxProps} {
			if bound != nil {
				stated[at+"/"+name] = float64(*bound)
			}
		}
		for name, bound := range map[string]*float64{"minimum": s.Min, "maximum": s.Max} {
			if bound != nil {
				add(at+"/"+name, *bound)
			}
		}
		for name, property := range s.Properties {
			walk(at+"/"+name, property)
		}
		walk(at+"/items", s.Items)
		walk(at+"/additional", s.AdditionalProperties.Schema)
		for _, either := range s.AnyOf {
			walk(at, either)
		}
	}
	number := func(at string, p *openapi3.Parameter) {
		if s := p.Schema.Value; s != nil && s.Max != nil {
			stated[at+"/maximum"] = *s.Max
		}
	}
	for _, ref := range doc.Components.Parameters {
		number(ref.Value.Name, ref.Value)
	}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			for _, ref := range op.Parameters {
				if ref.Ref == "" {
					number(op.OperationID+"/"+ref.Value.Name, ref.Value)
				}
			}
			if op.RequestBody != nil {
				for _, mt := range op.RequestBody.Value.Content {
					walk(op.OperationID, mt.Schema)
				}
			}
		}
	}
	for name, ref := range doc.Components.Schemas {
		more, _ := ref.Value.Extensions["x-limits"].(map[string]any)
		for limit, value := range more {
			switch value := value.(type) {
			case float64:
				stated[name+"/"+limit] = value
			case int:
				stated[name+"/"+limit] = float64(value)
			}
		}
	}
	return stated
}
