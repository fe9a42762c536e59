import { render } from "./page";

interface Signer { name: string; title?: string }

// generated, don't edit
export const signers: Signer[] = [
  { name: 'Ann O\'Ther', title: "Professor, " + "Upland University" },
  { name: `Bea Hill`, title: 'Poet', },
  // { name: "Gone Away", title: "Judge" },
  { "name": "Cy \u{1F30A} Pond", title: null } as Signer,
];

export const colours = ["red", "green"];

export function page() {
  return render(signers.map((signer) => ({ label: signer.name })));
}
