// The pages about results share one bundle, because they share most of their code. Each main starts where its element exists.
import './cases/main.ts';
import './improve/main.ts';
import './matrix/main.ts';
import './routes/main.ts';
