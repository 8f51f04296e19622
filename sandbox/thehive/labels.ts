const SEVERITY = ["", "LOW", "MEDIUM", "HIGH", "CRITICAL"];
const TLP = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"];
const PAP = ["CLEAR", "GREEN", "AMBER", "RED"];

/** TheHive 5's word for a severity from 1 to 4. */
export const severityLabel = (severity: number) => SEVERITY[severity] ?? "UNKNOWN";

/** TheHive 5's word for a TLP from 0 to 4. */
export const tlpLabel = (tlp: number) => TLP[tlp] ?? "UNKNOWN";

/** TheHive 5's word for a PAP from 0 to 3. */
export const papLabel = (pap: number) => PAP[pap] ?? "UNKNOWN";
