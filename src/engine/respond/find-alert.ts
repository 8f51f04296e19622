import { AlertId } from "../../sla/model.ts";

/** An alert by `#17`, `17`, TheHive's id, or anything that holds the id, such as its link. */
export function findAlert(
  name: string,
  byNumber: (number: number) => AlertId | undefined,
  isKnown: (id: AlertId) => boolean,
): AlertId | undefined {
  const text = name.trim();
  const number = /^#?(\d{1,9})$/.exec(text)?.[1];
  if (number !== undefined) return byNumber(Number(number));
  const id = AlertId.safeParse(/~\d+|[0-9a-f]{32}/.exec(text)?.[0] ?? text);
  return id.success && isKnown(id.data) ? id.data : undefined;
}
