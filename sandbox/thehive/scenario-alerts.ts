import type { AlertDraft, ObservableDraft } from "./model.ts";

const ip = (data: string, message: string, tags: readonly string[] = []): ObservableDraft => ({
  dataType: "ip",
  data,
  message,
  tags,
});
const domain = (data: string, message: string): ObservableDraft => ({
  dataType: "domain",
  data,
  message,
  ioc: true,
});
const url = (data: string, message: string): ObservableDraft => ({
  dataType: "url",
  data,
  message,
  ioc: true,
});
const host = (data: string, message: string): ObservableDraft => ({ dataType: "hostname", data, message });
const mail = (data: string, message: string): ObservableDraft => ({ dataType: "mail", data, message });
const hash = (data: string, message: string): ObservableDraft => ({
  dataType: "hash",
  data,
  message,
  ioc: true,
});

/** A shift's worth of alerts as a SOC sees them; addresses and names are reserved for documentation. */
export const SCENARIO_ALERTS: readonly AlertDraft[] = [
  {
    title: "Files renamed to .lockd at high rate on FS-PRD-02",
    severity: 4,
    type: "edr",
    source: "sentinel-edr",
    tags: ["ransomware", "T1486", "file-server"],
    description:
      "4,812 renames in 90 seconds by one service account. Shadow copies were deleted two minutes earlier.",
    observables: [
      host("fs-prd-02.corp.example", "affected server"),
      hash("9f2b5c1de07a4c6688f0a1f3a4f5f2f1c8de6d5b7a3c9e1f0b2d4a6c8e0f1a3b", "svhost32.exe"),
      ip("192.0.2.41", "file server", ["asset"]),
    ],
  },
  {
    title: "Domain admin created outside the change window",
    severity: 4,
    type: "siem",
    source: "splunk",
    tags: ["privilege-escalation", "T1136.002", "active-directory"],
    description:
      "Account svc_backup2 joined Domain Admins at 02:14, by a workstation account and without a ticket.",
    observables: [
      host("ws-fin-117.corp.example", "originating workstation"),
      ip("192.0.2.117", "source", ["asset"]),
    ],
  },
  {
    title: "Beacon to known command server from three laptops",
    severity: 4,
    type: "ndr",
    source: "zeek-hq",
    tags: ["c2", "T1071.001", "malware"],
    description:
      "Requests every 60 seconds with 10 % jitter, same JA3, all three laptops opened the same invoice.",
    observables: [
      domain("cdn-update.example.net", "beacon target"),
      ip("203.0.113.66", "resolves here", ["c2"]),
      host("nb-sales-08.corp.example", "patient zero"),
    ],
  },
  {
    title: "Bulk download of customer records by a leaver",
    severity: 4,
    type: "dlp",
    source: "purview",
    tags: ["insider", "exfiltration", "T1567"],
    description: "3.2 GB copied to a private cloud drive. The employee's contract ends on Friday.",
    observables: [mail("t.lindqvist@corp.example", "account"), domain("drive.example.org", "destination")],
  },
  {
    title: "Impossible travel for j.moreau: Lyon, then Jakarta in 40 minutes",
    severity: 3,
    type: "idp",
    source: "entra-id",
    tags: ["account-takeover", "T1078.004", "o365"],
    observables: [
      mail("j.moreau@corp.example", "account"),
      ip("198.51.100.23", "sign-in from Lyon"),
      ip("203.0.113.144", "sign-in from Jakarta"),
    ],
  },
  {
    title: "Credential phishing page imitating the VPN portal",
    severity: 3,
    type: "phishing",
    source: "abuse-mailbox",
    tags: ["phishing", "T1566.002", "reported-by-user"],
    description: "Eleven colleagues forwarded the message, two of them clicked.",
    observables: [
      url("https://vpn-login.example.org/corp/", "landing page"),
      mail("it-support@example.org", "sender"),
      { dataType: "mail-subject", data: "Action needed: your VPN certificate ends today" },
    ],
  },
  {
    title: "LSASS memory read by an unsigned process",
    severity: 3,
    type: "edr",
    source: "sentinel-edr",
    tags: ["credential-access", "T1003.001"],
    observables: [
      host("srv-app-11.corp.example", "application server"),
      hash("b1946ac92492d2347c6235b4d2611184", "dmp64.exe, MD5"),
    ],
  },
  {
    title: "Web shell written to the upload folder of the customer portal",
    severity: 3,
    type: "waf",
    source: "modsecurity",
    tags: ["web-shell", "T1505.003", "internet-facing"],
    observables: [
      ip("203.0.113.201", "uploader"),
      { dataType: "filename", data: "logo_2026.php", message: "written file" },
      url("https://portal.example.com/uploads/logo_2026.php", "now reachable here"),
    ],
  },
  {
    title: "MFA fatigue: 27 push requests in ten minutes, last one accepted",
    severity: 3,
    type: "idp",
    source: "okta",
    tags: ["mfa", "T1621", "account-takeover"],
    observables: [mail("p.okafor@corp.example", "account"), ip("198.51.100.77", "source of the requests")],
  },
  {
    title: "Cloud access key used from an anonymising network",
    severity: 3,
    type: "cloud",
    source: "guardduty",
    tags: ["aws", "T1078.004", "tor"],
    observables: [
      ip("203.0.113.9", "exit node"),
      { dataType: "other", data: "AKIAEXAMPLE0000DEMO", message: "key id" },
    ],
  },
  {
    title: "New inbox rule hides messages about invoices",
    severity: 3,
    type: "o365",
    source: "defender",
    tags: ["bec", "T1564.008", "finance"],
    observables: [
      mail("accounts.payable@corp.example", "mailbox"),
      ip("198.51.100.140", "rule created from here"),
    ],
  },
  {
    title: "Kerberoasting: one host asked for 61 service tickets",
    severity: 3,
    type: "siem",
    source: "splunk",
    tags: ["credential-access", "T1558.003", "active-directory"],
    observables: [
      host("ws-eng-042.corp.example", "requesting host"),
      ip("192.0.2.42", "its address", ["asset"]),
    ],
  },
  {
    title: "DNS tunnelling suspected from the guest network",
    severity: 2,
    type: "ndr",
    source: "zeek-hq",
    tags: ["exfiltration", "T1048", "dns"],
    observables: [domain("t.example.net", "parent of 9,400 unique names"), ip("192.0.2.210", "guest device")],
  },
  {
    title: "Password spraying against the VPN, 412 accounts",
    severity: 2,
    type: "siem",
    source: "wazuh-eu",
    tags: ["brute-force", "T1110.003", "vpn"],
    observables: [ip("203.0.113.17", "source"), ip("203.0.113.18", "source"), ip("203.0.113.19", "source")],
  },
  {
    title: "Macro document opened in quarantine bypass",
    severity: 2,
    type: "edr",
    source: "sentinel-edr",
    tags: ["malware", "T1204.002"],
    observables: [
      {
        dataType: "file",
        attachment: { name: "Quote_8841.docm", size: 148_220, contentType: "application/vnd.ms-word" },
        message: "opened by the user",
      },
      host("ws-proc-019.corp.example", "workstation"),
    ],
  },
  {
    title: "Storage bucket with backups became public",
    severity: 2,
    type: "cloud",
    source: "cspm",
    tags: ["misconfiguration", "T1530", "gcp"],
    observables: [{ dataType: "other", data: "corp-example-nightly-backups", message: "bucket" }],
  },
  {
    title: "Unusual parent of powershell.exe on a print server",
    severity: 2,
    type: "edr",
    source: "sentinel-edr",
    tags: ["execution", "T1059.001"],
    observables: [host("prn-02.corp.example", "print server")],
  },
  {
    title: "Certificate of the payment gateway replaced unexpectedly",
    severity: 2,
    type: "monitoring",
    source: "ct-watch",
    tags: ["tls", "payment"],
    observables: [{ dataType: "fqdn", data: "pay.example.com", message: "name on the new certificate" }],
  },
  {
    title: "Remote administration tool installed by a help-desk user",
    severity: 2,
    type: "edr",
    source: "sentinel-edr",
    tags: ["rmm", "T1219"],
    observables: [
      host("ws-help-003.corp.example", "workstation"),
      domain("relay.example.net", "relay server"),
    ],
  },
  {
    title: "Outbound SMB to the internet blocked",
    severity: 2,
    type: "firewall",
    source: "paloalto",
    tags: ["T1187", "egress"],
    observables: [ip("192.0.2.88", "inside"), ip("198.51.100.9", "outside")],
  },
  {
    title: "Look-alike domain registered: corp-examp1e.example",
    severity: 1,
    type: "brand",
    source: "ct-watch",
    tags: ["typosquatting", "brand"],
    observables: [domain("corp-examp1e.example", "registered yesterday")],
  },
  {
    title: "Port scan of the branch office, 2,000 ports",
    severity: 1,
    type: "ids",
    source: "suricata-branch",
    tags: ["reconnaissance", "T1046"],
    observables: [ip("203.0.113.99", "scanner")],
  },
  {
    title: "Antivirus signatures of 14 laptops older than a week",
    severity: 1,
    type: "hygiene",
    source: "defender",
    tags: ["hygiene", "endpoint"],
  },
  {
    title: "Unknown USB storage on a kiosk",
    severity: 1,
    type: "edr",
    source: "sentinel-edr",
    tags: ["removable-media", "T1091"],
    observables: [host("kiosk-lobby-1.corp.example", "kiosk")],
  },
  {
    title: "Five failed logons of the fire-alarm contractor",
    severity: 1,
    type: "siem",
    source: "wazuh-eu",
    tags: ["brute-force", "third-party"],
    observables: [ip("198.51.100.201", "contractor's office")],
  },
];
