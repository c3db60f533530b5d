package domain

// Join is the inverse of Split: the questions of a session, with the session's
// own ids, together with their keys.
func Join(p *Paper, k *AnswerKey) []Question {
	questions := make([]Question, len(p.Questions))
	for i := range p.Questions {
		pq := &p.Questions[i]
		q := Question{ID: pq.ID, Kind: pq.Kind, Prompt: pq.Prompt, Points: &pq.Points}
		for _, o := range pq.Options {
			q.Options = append(q.Options, Option{ID: o.ID, Text: o.Text})
		}
		rules := pq.Kind.rules()
		e, ok := k.Question(pq.ID)
		if !ok {
			e = &KeyEntry{}
		}
		if e.scored() {
			q.Correct = rules.correct(&e.Key)
		}
		q.Explanation, q.Feedback = e.Explanation, e.Feedback
		for _, o := range e.Options {
			if at := indexItem(pq.Options, o.ID); at >= 0 {
				q.Options[at].Weight, q.Options[at].Feedback = o.Weight, o.Feedback
			}
		}
		rules.join(pq, e, &q)
		questions[i] = q
	}
	return questions
}
