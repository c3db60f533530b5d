/** Makes the browser save a file. */
export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A title as a file's name. */
export function fileName(title: string, extension: string): string {
  const name = title
    .replace(/[\p{C}\\/:*?"<>|.\s]+/gu, ' ')
    .trim()
    .slice(0, 80);
  return `${name || 'questions'}.${extension}`;
}
