// Runs as soon as a student's page is read, long before the page's own script is there. It asks for the file with what
// the page says, in the language that src/i18n/language.ts will choose; lets the code be typed already, which CodePage
// takes over; and tells the reader when the script doesn't come.
{
  const files = document.currentScript.dataset;
  const words = {
    en: ['Join a session', 'Code'],
    de: ['Mitmachen', 'Code'],
    fr: ['Rejoindre une séance', 'Code'],
    es: ['Unirse a una sesión', 'Código'],
  };
  const chosen = new URLSearchParams(location.search).get('lang');
  const wanted = [chosen, ...navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]), 'en'];
  const language = wanted.find((tag) => Object.hasOwn(words, tag));

  const link = document.createElement('link');
  link.rel = 'modulepreload';
  link.href = files[language];
  document.head.append(link);

  const [title, label] = document.querySelectorAll('#frame h1, #frame label');
  if (location.pathname === '/') {
    document.documentElement.lang = language;
    [title.textContent, label.textContent] = words[language];
    title.parentElement.hidden = false;
    label.nextElementSibling.focus();
  }
  addEventListener(
    'error',
    (event) => {
      if (event.target.localName === 'script') document.querySelector('#frame p').hidden = false;
    },
    true,
  );
}
