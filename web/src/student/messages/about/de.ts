import type { AboutMessages } from './en';

export const de: AboutMessages = {
  title: 'Datenschutz',
  intro:
    'Mit cleanslate beantwortet eine Klasse Fragen, die Lehrkraft sieht die Antworten, und dann werden sie vergessen.',
  whatTitle: 'Was von Schülerinnen und Schülern gespeichert wird',
  what: [
    'Der Name, den du beim Mitmachen eingibst, wann das war, deine Antworten und Punkte, die dir eine Lehrkraft gibt. Kein Konto, keine E-Mail-Adresse, kein Cookie, kein Verfolgen, keine Werbung.',
    'Namen und Antworten sind verschlüsselt. Lesen können sie die Lehrkräfte der Sitzung und die Administration deiner Schule. Wer diesen Dienst betreibt, hat keinen Zugriff darauf; wer sich welchen verschafft, hinterlässt für drei Jahre einen Eintrag.',
    'Wie lange sie bleiben, legt deine Schule fest; du siehst es, wenn du mitmachst. Gelöschtes lässt sich höchstens sechs Monate lang wiederherstellen. Dann wird es vernichtet, und deine Schule bekommt einen Beleg mit dem Tag, ab dem es niemand mehr zurückholen kann, auch nicht aus einer Sicherung.',
    'Dein Browser behält, was er zum Senden deiner Antworten braucht, bis die Sitzung endet oder du „Das bin ich nicht“ oder „Alles von mir löschen“ sagst.',
  ],
  googleTitle: 'Was Google sieht',
  google: [
    'Unsere Server betreibt Google. Wie jeder Server sehen sie die Adresse (IP-Adresse) eines Geräts, das sie aufruft. Um Fluten von Anfragen zu bremsen, zählt Google Anfragen je Adresse im Arbeitsspeicher: eine Minute lang, nach viel zu vielen zehn.',
    'Diese Adresse behält niemand: Wenn du diese Seiten lädst, mitmachst, antwortest oder deine Daten anforderst, steht sie danach in keinem Protokoll, weder in unserem noch in dem von Google. Unsere zählen solche Anfragen und wie lange sie gedauert haben, nicht von wem sie kamen.',
    'Anfragen von Lehrkräften und Administration werden mit ihrer Adresse 30 Tage lang protokolliert, ohne das, was sie gesehen oder geschrieben haben.',
  ],
  rightsTitle: 'Was du tun kannst',
  rights:
    'In einer Sitzung zeigt dir „Deine Daten“ alles, was dort über dich gespeichert ist, und löscht es, wenn du willst. Für alles andere schreib an den Datenschutzkontakt deiner Schule, der dort steht, oder an unseren.',
  contactTitle: 'Kontakt',
  contact: 'Datenschutzkontakt',
  contactSchool: 'Die Adressen lassen sich gerade nicht laden. Versuche es später noch einmal oder frag deine Schule.',
  misuse: 'Missbrauch melden',
  back: 'Zum Anfang',
};
