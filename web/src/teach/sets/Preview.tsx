import { useState } from 'preact/hooks';
import type { Response } from '../../api/schema';
import { QuestionInput } from '../../question/QuestionInput';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { useTeach } from '../messages';
import { toPaper, type DraftQuestion } from '../../question/teach/draft';

interface Props {
  questions: DraftQuestion[];
  start: number;
  onClose(): void;
}

/** The questions as students see and operate them. What is answered goes nowhere. */
export function Preview({ questions, start, onClose }: Props) {
  const { messages, language } = useTeach();
  const t = messages.preview;
  const [at, setAt] = useState(start);
  const [responses, setResponses] = useState<Record<string, Response | undefined>>({});
  const question = questions[Math.min(at, questions.length - 1)];
  if (!question) return null;
  const paper = toPaper(question, language);
  return (
    <Dialog title={t.title} onClose={onClose}>
      <p class="hint">{t.hint}</p>
      <div class="preview">
        <QuestionInput
          key={question.key}
          question={paper.prompt.trim() === '' ? { ...paper, prompt: t.noPrompt } : paper}
          value={responses[question.key]}
          onChange={(response) => setResponses({ ...responses, [question.key]: response })}
          above={<span>{t.number(at + 1, questions.length)}</span>}
          heading={3}
        />
      </div>
      <div class="row dialog-buttons">
        <Button disabled={at === 0} onClick={() => setAt(at - 1)}>
          {t.previous}
        </Button>
        <Button disabled={at >= questions.length - 1} onClick={() => setAt(at + 1)}>
          {t.next}
        </Button>
        <Button look="primary" onClick={onClose}>
          {messages.close}
        </Button>
      </div>
    </Dialog>
  );
}
