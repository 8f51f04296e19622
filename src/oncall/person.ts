import { z } from "zod";

/**
 * How people and groups are called: `alice`, `bob.smith`, `zoë`.
 * Begins and ends with a letter or digit, so that Slack reads no mention or formatting into it.
 */
export const Name = z
  .string()
  .max(64)
  // Names are shown: a phone number must not become one.
  .refine((name) => !/^\p{Nd}{7,}$/u.test(name), {
    error: (issue) => `${quoted(issue.input)} is not a name, but may be a number: such as alice or bob.smith`,
  })
  .regex(/^[\p{Ll}\p{Lo}\p{Nd}]+(?:[._-][\p{Ll}\p{Lo}\p{Nd}]+)*$/u, {
    error: (issue) =>
      `${quoted(issue.input)} is not a name: lower-case letters and digits, joined by . _ or -, such as alice or bob.smith`,
  });

/** A number in E.164 form. What was found never enters its errors: it may be somebody's number. */
export const Phone = z
  .string({
    error: (issue) =>
      typeof issue.input === "number"
        ? 'expected quotes, as in "+447700900001": a number without them loses its +'
        : 'expected a phone number such as "+447700900001"',
  })
  .regex(/^\+[1-9]\d{6,14}$/, {
    error: (issue) =>
      `a number ending in ${JSON.stringify(String(issue.input).slice(-2))} is not E.164: + and country code, then digits only, such as "+447700900001"`,
  });

/** One who can be on duty, and how to reach them. */
export const Person = z.strictObject({
  phone: Phone.optional(),
  slack: z
    .string()
    .regex(/^[UW][A-Z0-9]+$/, {
      error: (issue) =>
        `${quoted(issue.input)} is not a Slack user id such as U024BE7LH (in Slack: profile, "Copy member ID")`,
    })
    .optional(),
  email: z.email().optional(),
});
export type Person = Readonly<z.infer<typeof Person>>;

/** A way to reach a person. */
export const ContactMethod = z.enum(["slack", "sms", "call"]);
export type ContactMethod = z.infer<typeof ContactMethod>;

const CONTACTS = { slack: "slack", sms: "phone", call: "phone" } as const satisfies Record<
  ContactMethod,
  keyof Person
>;

/** Where a method reaches a person: a Slack user id or a phone number; undefined when it cannot. */
export function contactOf(person: Person, method: ContactMethod): string | undefined {
  return person[CONTACTS[method]];
}

// Somebody may have put a phone number in the wrong place: of many digits only the last two are shown.
function quoted(found: unknown): string {
  const text = String(found).slice(0, 70);
  const digits = text.replace(/\D/g, "").length;
  return JSON.stringify(digits < 7 ? text : text.replace(/\d(?=(?:\D*\d){2})/g, "•"));
}
