export interface Words {
  yes: string;
  no: string;
}

export const words: Words = {
  yes: 'True',
  no: 'False',
};
