export interface Named { name: string }

export const greet = ({ name }: Named): string => `hello ${name}`;
