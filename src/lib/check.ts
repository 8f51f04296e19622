/** One line of the `check` command's list. `detail` says what was found, and what to do when it is not ok. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}
