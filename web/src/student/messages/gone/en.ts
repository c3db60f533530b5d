/** What is said to who comes back to what was erased, a student or a parent. */
export interface GoneMessages {
  title: string;
  erased: string;
  /** It is hidden, and its erasure under way, or a hold stops it. */
  hidden: string;
  receipt(id: string, date: string): string;
  first: string;
}

export const en: GoneMessages = {
  title: 'It is erased',
  erased: 'What was held in this session for these words is erased.',
  hidden:
    'Nobody can see any more what was held in this session for these words. It is erased once nothing prevents it.',
  receipt: (id, date) => `Receipt ${id}. From ${date} on, nobody can bring it back, not even from a backup.`,
  first: 'To the first page',
};
