/** One thing that was looked at. */
export interface Finding {
  name: string;
  /** `missing` makes training impossible; `absent` is something optional that is not there. */
  status: 'ok' | 'absent' | 'missing';
  detail: string;
  /** What to do about it. */
  remedy?: string;
}
