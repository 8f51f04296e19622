/**
 * How much Slack accepts, by place.
 * Lengths are UTF-16 units: whether Slack counts those or code points is not documented, and this is the stricter.
 */
export const limits = {
  blocks: { message: 50, modal: 100, home: 100 },
  /** Bytes of a whole view as JSON. */
  viewBytes: 250_000,
  /** Texts of all blocks of a message together; reported, not documented. */
  messageBlocksText: 13_200,
  /** chat.postMessage cuts here. */
  postText: 40_000,
  /** chat.update refuses above this. */
  updateText: 4_000,
  attachments: 100,
  metadataBytes: 8_000,
  id: 255,
  text: 3_000,
  sectionFields: 10,
  sectionField: 2_000,
  header: 150,
  contextElements: 10,
  actionsElements: 25,
  contextActionsElements: 5,
  altText: 2_000,
  imageTitle: 2_000,
  url: 3_000,
  inputLabel: 2_000,
  inputHint: 2_000,
  placeholder: 150,
  inputLength: 3_000,
  button: { text: 75, value: 2_000, accessibilityLabel: 75 },
  confirm: { title: 100, text: 300, button: 30 },
  option: { text: 75, description: 75, value: 150 },
  selectOptions: 100,
  optionGroups: 100,
  groupLabel: 75,
  radioOptions: 10,
  checkboxOptions: 10,
  overflowOptions: 5,
  modalTitle: 24,
  modalButton: 24,
  privateMetadata: 3_000,
  modalStack: 3,
  markdown: 12_000,
  table: { rows: 100, cells: 20 },
  dataTable: { minRows: 2, rows: 201, columns: 20, pageSize: 100 },
  card: { title: 150, body: 200 },
  carousel: 10,
  container: { blocks: 10, title: 150 },
  files: { min: 1, max: 10 },
  listIndent: 8,
  dataVisualizations: 2,
} as const;
