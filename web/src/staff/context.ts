import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { SetOwner } from '../api/schema';
import type { Person } from './auth';
import type { StaffApi } from './api';

interface StaffContextValue {
  api: StaffApi;
  person: Person;
}

export const StaffContext = createContext<StaffContextValue | null>(null);

export function useStaff(): StaffContextValue {
  const value = useContext(StaffContext);
  if (!value) throw new Error('nobody is signed in');
  return value;
}

/** Whether the person has one of the permissions; an administrator has them all. */
export function may(person: Person, ...permissions: string[]): boolean {
  return person.permissions.includes('org:admin') || permissions.some((p) => person.permissions.includes(p));
}

/** Whether the person may manage incidents. Being an administrator isn't enough. */
export function mayManageIncidents(person: Person): boolean {
  return person.permissions.includes('incidents:manage') || person.permissions.includes('platform:incidents');
}

/** Whether the person may change, share and delete a question set. */
export function mayChange(person: Person, set: { owner: SetOwner }): boolean {
  return set.owner?.you === true || may(person);
}
