// The precompiled headers of the tests need a source file of their own.
