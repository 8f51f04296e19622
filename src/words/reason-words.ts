import type { ReasonName } from "../sla/reason.ts";

/** Why a try to tell somebody went as it did, within brackets. `{who}` and `{note}` are what the reason brings along. */
export type ReasonWords = Readonly<Record<ReasonName, string>>;
