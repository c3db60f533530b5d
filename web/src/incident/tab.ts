import type { Known, Watched } from './useIncident';

export interface TabProps {
  known: Known;
  watched: Watched;
}
