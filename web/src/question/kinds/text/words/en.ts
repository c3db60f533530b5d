export interface Words {
  label: string;
  left(n: number): string;
}

export const words: Words = {
  label: 'Your answer',
  left: (n) => (n === 1 ? '1 character left' : `${n} characters left`),
};
