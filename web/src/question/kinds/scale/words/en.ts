export interface Words {
  hint(min: number, max: number): string;
}

export const words: Words = {
  hint: (min, max) => `Choose a step from ${min} to ${max}.`,
};
