export default function ManagePerson() {
  return null;
}
