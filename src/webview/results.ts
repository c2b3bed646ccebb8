// The pages about results share one bundle, for they share most of their code: each main starts where its element stands.
import './matrix/main.ts';
import './routes/main.ts';
