package wire

import "github.com/cleanslate-edu/cleanslate/shared/domain"

// Seat decodes what is special about a participant.
func Seat(d *Document) domain.Seat {
	return domain.Seat{
		Erased: Read(d, "erased", Bool), ByParent: Read(d, "byParent", Bool), Dismissed: Read(d, "dismissed", Bool),
		Refused: Read(d, "refused", Bool), Flooded: Read(d, "flooded", Bool), TimeFactor: Read(d, "timeFactor", Float),
		Restricted: Read(d, "restricted", Text),
	}
}
