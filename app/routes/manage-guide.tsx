export default function ManageGuide() {
  return null;
}
