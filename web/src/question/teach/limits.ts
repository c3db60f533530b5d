// The contract's limits of a question set, by the names of what an editor shows.

import {
  acceptedTextTextMaxLength,
  correctMaxItems,
  maxWordsMaximum,
  optionRequestTextMaxLength,
  pointsMaximum,
  questionRequestMaxOrdered,
  questionRequestMinOptions,
  questionRequestOptionsMaxItems,
  questionRequestPromptMaxLength,
  questionRequestWeightSlack,
  questionSetRequestBytes,
  questionSetRequestQuestionsMaxItems,
  questionSetRequestTitleMaxLength,
  remarksCorrectMaxLength,
  scaleMaxLabelMaxLength,
  scaleMaxMaximum,
  scaleSpan,
} from '../../api/values';

export const limits = {
  title: questionSetRequestTitleMaxLength,
  prompt: questionRequestPromptMaxLength,
  optionText: optionRequestTextMaxLength,
  remark: remarksCorrectMaxLength,
  questions: questionSetRequestQuestionsMaxItems,
  optionsMin: questionRequestMinOptions,
  options: questionRequestOptionsMaxItems,
  /** Of order and match. */
  items: questionRequestMaxOrdered,
  accepted: correctMaxItems,
  points: pointsMaximum,
  scaleSpan: scaleSpan,
  scaleBound: scaleMaxMaximum,
  scaleLabel: scaleMaxLabelMaxLength,
  cloudWords: maxWordsMaximum,
  text: acceptedTextTextMaxLength,
  weightSlack: questionRequestWeightSlack,
  setBytes: questionSetRequestBytes,
} as const;
