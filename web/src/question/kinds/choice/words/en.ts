export interface Words {
  hint: string;
}

export const words: Words = {
  hint: 'Choose one.',
};
