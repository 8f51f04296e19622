import type { Faults } from "./faults.ts";
import { createHive, type Hive } from "./hive.ts";
import { alertLink, caseLink } from "./links.ts";
import type {
  AlertDraft,
  HiveChange,
  ObservableDraft,
  StoredAlert,
  StoredCase,
  StoredObservable,
} from "./model.ts";
import { settle, type TheHiveOptions } from "./options.ts";
import { blankCase, mergeInto, openCaseFor, removeCase, unlink } from "./promotion.ts";

/** What an analyst may change by hand. */
export type AlertEdit = Partial<
  Pick<
    StoredAlert,
    | "title"
    | "description"
    | "severity"
    | "tags"
    | "tlp"
    | "pap"
    | "follow"
    | "assignee"
    | "summary"
    | "externalLink"
    | "customFields"
    | "status"
    | "read"
    | "date"
  >
>;

/** Who acts; the first analyst if not said. */
export interface Acting {
  by?: string;
}

/** TheHive's data and the hands of those who work in it, without any network. */
export class HiveConsole {
  protected readonly hive: Hive;
  protected stopping = new AbortController();

  constructor(options: TheHiveOptions) {
    this.hive = createHive(settle(options), () => this.stopping.signal);
  }

  get version() {
    return this.hive.settings.version;
  }

  get apiKey(): string {
    return this.hive.settings.apiKey;
  }

  get faults(): Faults {
    return this.hive.faults;
  }

  get alerts(): ReadonlyMap<string, StoredAlert> {
    return this.hive.store.alerts;
  }

  get cases(): ReadonlyMap<string, StoredCase> {
    return this.hive.store.cases;
  }

  get comments() {
    return this.hive.store.comments;
  }

  get users() {
    return this.hive.users;
  }

  /** The rights of the key's owner. */
  get permissions(): readonly string[] {
    return this.hive.users[0]?.permissions ?? [];
  }

  set permissions(permissions: readonly string[]) {
    const owner = this.hive.users[0];
    if (owner !== undefined) owner.permissions = [...permissions];
  }

  /** Tells after each change of the data; call what it returns to leave. */
  onChange(listener: (change: HiveChange) => void): () => void {
    return this.hive.store.changes.on(listener);
  }

  raise(draft: AlertDraft): StoredAlert {
    return this.hive.store.raise(draft);
  }

  /** `count` alerts in one go, told as one change; `draft` gets 0, 1, 2 ... */
  raiseMany(count: number, draft: (index: number) => AlertDraft): StoredAlert[] {
    return this.hive.store.raiseAll(Array.from({ length: count }, (_, index) => draft(index)));
  }

  addObservable(id: string, draft: ObservableDraft, acting: Acting = {}): StoredObservable {
    const [added] = this.hive.store.observe(this.#alert(id), [draft], this.#actor(acting));
    if (added === undefined) throw new Error("No observable was added");
    return added;
  }

  update(id: string, edit: AlertEdit, acting: Acting = {}): void {
    this.hive.store.change(this.#alert(id), edit, { by: this.#actor(acting) });
  }

  /** Handled without a case. On TheHive 5 `status` is one of stage Closed, "Ignored" if not said. */
  close(id: string, status?: string, acting: Acting = {}): void {
    const alert = this.#alert(id);
    const by = this.#actor(acting);
    const assignee = this.version === "5" ? { assignee: alert.assignee ?? by } : {};
    const changes = this.hive.store.lifecycle.closing(alert, status);
    this.hive.store.change(alert, { ...changes, ...assignee }, this.#reading(by));
  }

  /** Somebody works on it; only TheHive 5 knows that. */
  startProgress(id: string, acting: Acting = {}): void {
    if (this.version !== "5") throw new Error(`TheHive ${this.version} has no alerts in progress`);
    const alert = this.#alert(id);
    const by = this.#actor(acting);
    this.hive.store.change(alert, { status: "InProgress", assignee: alert.assignee ?? by }, { by });
  }

  /** An analyst opens a case for it inside TheHive. */
  import(id: string, acting: Acting = {}): StoredCase {
    const alert = this.#alert(id);
    if (alert.caseId !== undefined) throw new Error(`Alert ${id} has a case already`);
    return openCaseFor(this.hive.store, alert, { by: this.#actor(acting) });
  }

  merge(id: string, caseId: string, acting: Acting = {}): void {
    mergeInto(this.hive.store, this.#alert(id), this.#case(caseId), this.#actor(acting));
  }

  /** Back to the list. On TheHive 5 it also leaves its case; on 3 and 4 a case stays for ever. */
  reopen(id: string, acting: Acting = {}): void {
    const alert = this.#alert(id);
    const by = this.#actor(acting);
    if (this.version === "5" && alert.caseId !== undefined) unlink(this.hive.store, alert, by);
    else this.hive.store.change(alert, this.hive.store.lifecycle.reopening(alert), this.#reading(by));
  }

  remove(id: string): void {
    this.hive.store.remove(this.#alert(id));
  }

  comment(id: string, message: string, acting: Acting = {}) {
    return this.hive.store.comment(this.#alert(id), message, this.#actor(acting));
  }

  /** A case that came from no alert, to merge into. */
  openCase({ title, ...rest }: { title: string; description?: string; severity?: number }): StoredCase {
    const { organisation } = this.hive.settings;
    const source = { description: "", severity: 2, tags: [], tlp: 2, pap: 2, customFields: [], ...rest };
    return this.hive.store.addCase({
      ...blankCase({ ...source, title, organisation }, this.#actor({})),
      startDate: this.hive.store.now(),
    });
  }

  /** Gives a case to a user, or takes it from whoever has it. TheHive 3 always has an owner: whoever made it. */
  assignCase(caseId: string, login: string | undefined, acting: Acting = {}): void {
    this.hive.store.changeCase(this.#case(caseId), { assignee: login }, this.#actor(acting));
  }

  closeCase(caseId: string, acting: Acting = {}): void {
    this.hive.store.changeCase(this.#case(caseId), { closed: true }, this.#actor(acting));
  }

  removeCase(caseId: string, acting: Acting = {}): void {
    removeCase(this.hive.store, this.#case(caseId), this.#actor(acting));
  }

  /** The case of an alert, with the address where a person opens it; undefined when it has none. */
  caseOf(id: string): (StoredCase & { url: string }) | undefined {
    const { caseId } = this.#alert(id);
    const found = caseId === undefined ? undefined : this.hive.store.cases.get(caseId);
    return found && { ...found, url: caseLink(this.version, this.publicUrl, found.id) };
  }

  /** Where a person opens the alert; on TheHive 3 and 4 that is the list. */
  alertUrl(id: string): string {
    return alertLink(this.version, this.publicUrl, this.#alert(id).id);
  }

  get publicUrl(): string {
    return this.hive.settings.publicUrl ?? "http://thehive.example";
  }

  #reading(by: string) {
    return { by, touch: !(this.version === "4" && this.hive.settings.quietReads) };
  }

  #actor({ by }: Acting): string {
    return by ?? this.hive.users[1]?.login ?? "ana@soc.example";
  }

  #alert(id: string): StoredAlert {
    const alert = this.hive.store.alerts.get(id);
    if (alert === undefined) throw new Error(`TheHive has no alert ${id}`);
    return alert;
  }

  #case(id: string): StoredCase {
    const found = this.hive.store.cases.get(id);
    if (found === undefined) throw new Error(`TheHive has no case ${id}`);
    return found;
  }
}
