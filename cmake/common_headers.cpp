// The precompiled headers need a source file of their own.
