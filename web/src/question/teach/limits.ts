// The limits of shared/domain/question.go. Lengths are in characters.

export const limits = {
  title: 200,
  prompt: 4000,
  optionText: 1000,
  remark: 2000,
  questions: 200,
  optionsMin: 2,
  options: 50,
  items: 30,
  accepted: 50,
  points: 1000,
  scaleSpan: 100,
  scaleBound: 1_000_000,
  scaleLabel: 100,
  cloudWords: 10,
  text: 2000,
  /** By how many percent the weights of right options may miss 100. */
  weightSlack: 1,
  /** Bytes of a set as it is stored. */
  setBytes: 512 * 1024,
} as const;
