/** What is said to a child where a parent refuses the school’s sessions. */
export interface RefusedMessages {
  title: string;
  text: string;
  lift: string;
  leave: string;
}

export const en: RefusedMessages = {
  title: 'Not on this device',
  text: 'A parent has said that this device takes part in no sessions of this school. Nothing of you was sent.',
  lift: 'Talk to your parents, and tell your teacher. A parent can lift it here, with the slip that the teacher gave them.',
  leave: 'Enter another code',
};
