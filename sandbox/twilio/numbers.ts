/** Whether a text is a phone number in international form. */
export function isE164(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}

/** Whether a text may be an alphanumeric sender: up to 11 signs, not digits only. */
export function isAlphaSender(text: string): boolean {
  return /^[A-Za-z0-9 +\-_&]{1,11}$/.test(text) && /[A-Za-z]/.test(text);
}
