package client

// A Participant is what joining a session returns, in part.
type Participant struct {
	ID      string `json:"participantId"`
	Token   string `json:"token"`
	Session struct {
		Questions []Question `json:"questions"`
	} `json:"session"`
}

// A Question is one as students see it, in part.
type Question struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	Options []struct {
		ID string `json:"id"`
	} `json:"options"`
}

// Join returns the request with which a student joins. The response is a [Participant].
func Join(code, alias, key string) Request {
	return Request{Method: "POST", Path: "/v1/join", Key: key, Body: map[string]any{"code": code, "alias": alias}}
}

// An Answer is one answer as it is sent.
type Answer struct {
	Question string `json:"questionId"`
	Revision int    `json:"revision"`
	Response any    `json:"response"`
}

// Answers returns the request with which a participant answers. The response has a
// [Result] for each answer.
func Answers(token string, answers ...Answer) Request {
	return Request{Method: "POST", Path: "/v1/answers", Token: token, Body: map[string]any{"answers": answers}}
}

// Results is the response to answers.
type Results struct{ Results []Result }

// A Result says what happened to an answer.
type Result struct {
	QuestionID      string
	Revision        int
	Status, Problem string
}
