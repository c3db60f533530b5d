/** What requires a second factor, and is done on return with one. */
export type Task = { do: 'take' } | { do: 'leave' };
