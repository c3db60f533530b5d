import { useTaskOf, type Running } from '../staff/task';
import type { Task } from './task';

export const useTask = <K extends Task['do']>(kind: K, work: () => Promise<void>): Running<Extract<Task, { do: K }>> =>
  useTaskOf('profile', kind, work);
